module.exports = nativeRequire('n8n-workflow');
