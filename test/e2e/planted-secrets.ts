/**
 * The keys of the run: clearly fake, and full of what URL encoding, base64 and JSON change. Wrong keys
 * are secrets too, since a user may have mistyped a right one.
 */
const [accessKey, secretKey, apiKey] = ['u$r-Ab/1+c=', 's$e-Cr/2+t=', 'x$k-Ap/3+i='] as const;
const [wrongAccessKey, wrongSecretKey, wrongApiKey] = [
	'w$a-Rk/4+e=',
	'w$s-Rk/5+e=',
	'w$x-Rk/6+e=',
] as const;

export const secrets = {
	account: { accessKey, secretKey, apiKey },
	wrong: { accessKey: wrongAccessKey, secretKey: wrongSecretKey, apiKey: wrongApiKey },
	all: { accessKey, secretKey, apiKey, wrongAccessKey, wrongSecretKey, wrongApiKey },
};
