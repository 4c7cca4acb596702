/** Replies as LeadSquared and the AWS API Gateway before it word them. */
export interface Reply {
	status: number;
	body: unknown;
	headers?: Record<string, string>;
}

/** LeadSquared's error envelope, /error-handling/. */
export interface Envelope {
	Status: 'Error';
	ExceptionType: string;
	ExceptionMessage: string;
}

export function envelope(exceptionType: string, message: string): Envelope {
	return { Status: 'Error', ExceptionType: exceptionType, ExceptionMessage: message };
}

export function refuse(status: number, exceptionType: string, message: string): Reply {
	return { status, body: envelope(exceptionType, message) };
}

export const ok = (body: unknown): Reply => ({ status: 200, body });

/** AWS API Gateway's answer to a missing or wrong x-api-key. */
export const forbidden = (): Reply => ({ status: 403, body: { message: 'Forbidden' } });

/** AWS API Gateway's answer to a route that it does not know: 403, and no word about the route. */
export const missingToken = (): Reply => ({
	status: 403,
	body: { message: 'Missing Authentication Token' },
});

export const gatewayNotFound = (): Reply => ({ status: 404, body: { message: 'Not Found' } });

// The exception's name is third parties' (no page lists it); its sentence is ours.
export const wrongKeys = (): Reply =>
	refuse(401, 'MXUnAuthorizedAccessException', 'AccessKey or SecretKey is invalid.');

/** 401 naming the right host: /api-host/; the exact sentence is not public. */
export const wrongRegion = (host: string): Reply =>
	refuse(
		401,
		'MXUnAuthorizedAccessException',
		`Your account is not available on this API host. Please use the API host ${host}`,
	);

/** The sentence of every endpoint page; the exception's name was seen live (reference 8). */
export function rateLimited(calls: number, windowMs: number, status = 429): Reply {
	return refuse(
		status,
		'MXAPIRateLimitExceededException',
		`API calls exceeded the limit of ${calls} in ${windowMs / 1000} second(s)`,
	);
}
