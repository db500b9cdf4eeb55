import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const day = 24 * 3600 * 1000;

interface Authority {
	certificate: x509.X509Certificate;
	key: webcrypto.CryptoKey;
}

export interface ServerCertificate {
	/** PEM file of the certificate authority that clients must trust. */
	caFile: string;
	/** PEM. */
	key: string;
	/** PEM. */
	cert: string;
}

/**
 * A server certificate for these host names, signed by the certificate authority of the data folder. The authority is
 * created at the first start and kept, so that clients keep trusting it.
 */
export async function certificateFor(
	hosts: readonly string[],
	dataDir: string,
): Promise<ServerCertificate> {
	x509.cryptoProvider.set(webcrypto as never);
	const caFile = join(dataDir, 'ca.pem');
	const keyFile = join(dataDir, 'ca-key.pem');
	const authority = existsSync(caFile)
		? await readAuthority(caFile, keyFile)
		: await makeAuthority(caFile, keyFile);
	const keys = await makeKeys();
	const cert = await x509.X509CertificateGenerator.create({
		subject: `CN=${hosts[0]}`,
		issuer: authority.certificate.subject,
		notBefore: new Date(Date.now() - day),
		notAfter: new Date(Date.now() + 365 * day),
		signingAlgorithm: algorithm,
		publicKey: keys.publicKey,
		signingKey: authority.key,
		extensions: [
			new x509.BasicConstraintsExtension(false),
			new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
			new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
			new x509.SubjectAlternativeNameExtension(
				hosts.map((value) => ({ type: 'dns' as const, value })),
			),
			await x509.AuthorityKeyIdentifierExtension.create(authority.certificate.publicKey),
		],
	});
	return { caFile, key: await privateKeyPem(keys.privateKey), cert: cert.toString('pem') };
}

async function makeAuthority(caFile: string, keyFile: string): Promise<Authority> {
	const keys = await makeKeys();
	const certificate = await x509.X509CertificateGenerator.createSelfSigned({
		name: 'CN=Google Photos emulator on this machine',
		notBefore: new Date(Date.now() - day),
		notAfter: new Date(Date.now() + 3650 * day),
		signingAlgorithm: algorithm,
		keys,
		extensions: [
			new x509.BasicConstraintsExtension(true, 0, true),
			new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
			await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
		],
	});
	await writeFile(keyFile, await privateKeyPem(keys.privateKey), { mode: 0o600 });
	await writeFile(caFile, certificate.toString('pem'));
	return { certificate, key: keys.privateKey };
}

async function readAuthority(caFile: string, keyFile: string): Promise<Authority> {
	const pkcs8 = x509.PemConverter.decode(await readFile(keyFile, 'utf8'))[0];
	if (!pkcs8) throw new Error(`No private key in ${keyFile}`);
	const key = await webcrypto.subtle.importKey('pkcs8', pkcs8, algorithm, false, ['sign']);
	return { certificate: new x509.X509Certificate(await readFile(caFile, 'utf8')), key };
}

async function makeKeys(): Promise<webcrypto.CryptoKeyPair> {
	return (await webcrypto.subtle.generateKey(algorithm, true, [
		'sign',
		'verify',
	])) as webcrypto.CryptoKeyPair;
}

async function privateKeyPem(key: webcrypto.CryptoKey): Promise<string> {
	return x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY');
}
