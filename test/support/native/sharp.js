module.exports = nativeRequire('sharp');
