/** Node's own `require`, provided by the environment of these tests: see nodeRealm.js. */
declare const nativeRequire: NodeJS.Require;
