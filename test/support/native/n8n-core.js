module.exports = nativeRequire('n8n-core');
