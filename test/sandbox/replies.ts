/** Replies in the words of LeadSquared and of the AWS API Gateway in front of it. */
export interface Reply {
	status: number;
	body: unknown;
	headers?: Record<string, string>;
}

/** LeadSquared's error envelope: https://apidocs.leadsquared.com/error-handling/ */
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

/** LeadSquared passes on exceptions of .NET in its envelope (REFERENCE.md, 20). */
export const dotNet = (): Reply =>
	refuse(500, 'NullReferenceException', 'Object reference not set to an instance of an object.');

export const ok = (body: unknown): Reply => ({ status: 200, body });

/** AWS API Gateway's answer to a missing or wrong x-api-key. */
export const forbidden = (): Reply => ({ status: 403, body: { message: 'Forbidden' } });

/** AWS API Gateway's answer to an unknown route: a 403 that does not mention the route. */
export const missingToken = (): Reply => ({
	status: 403,
	body: { message: 'Missing Authentication Token' },
});

export const gatewayNotFound = (): Reply => ({ status: 404, body: { message: 'Not Found' } });

// No page lists the exception: its name is known from third parties, its sentence is made up.
export const wrongKeys = (): Reply =>
	refuse(401, 'MXUnAuthorizedAccessException', 'AccessKey or SecretKey is invalid.');

/** A 401 that names the right host: https://apidocs.leadsquared.com/api-host/. The exact sentence is not public. */
export const wrongRegion = (host: string): Reply =>
	refuse(
		401,
		'MXUnAuthorizedAccessException',
		`Your account is not available on this API host. Please use the API host ${host}`,
	);

/** The sentence is on https://apidocs.leadsquared.com/update-an-opportunity-async/; the exception: REFERENCE.md, 9. */
export function rateLimited(calls: number, windowMs: number, status = 429): Reply {
	return refuse(
		status,
		'MXAPIRateLimitExceededException',
		`API calls exceeded the limit of ${calls} in ${windowMs / 1000} second(s)`,
	);
}
