module.exports = nativeRequire('fast-check');
