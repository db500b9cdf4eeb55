module.exports = nativeRequire('reflect-metadata');
