const AUTH = 'https://www.googleapis.com/auth/';

export const PICK = `${AUTH}photospicker.mediaitems.readonly`;

/** The scopes granted when Pick From My Whole Library is off. */
export const WITHOUT_PICKER = ['appendonly', 'readonly.appcreateddata', 'edit.appcreateddata'].map(
	(scope) => `${AUTH}photoslibrary.${scope}`,
);
