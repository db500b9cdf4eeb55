/** Node's own `require`, which the environment of these tests gives them: see nodeRealm.js. */
declare const nativeRequire: NodeJS.Require;
