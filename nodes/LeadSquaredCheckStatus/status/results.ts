/**
 * What the answer of the call behind a request says about its records, as plain fields. Pure.
 * Capture: https://apidocs.leadsquared.com/capture-opportunities/. The answers of the other calls are documented on
 * their synchronous pages, except that of Create Lead and Activity, which we assume to be like that of an activity.
 */
import type { OperationName } from '../../shared/async-api/operations';
import { isObject, parseEmbedded, pick, pickText, type JsonObject } from '../../shared/lib/json';

export type ResultValue = string | number | boolean | null;

export type Results = Record<string, ResultValue>;

/**
 * @param message `TaskStatus.Message`, parsed
 * @param complaint everything that LeadSquared objects to in the request
 */
export function resultsOf(operation: OperationName, message: unknown, complaint: string): Results {
	const answer = isObject(message) ? message : {};
	switch (operation) {
		case 'opportunity/capture':
			return captureResults(answer);
		case 'opportunity/update':
		case 'telephony/logcall':
			return {};
		case 'lead/update':
			return {
				...present({ AffectedRows: pick(inner(answer), 'AffectedRows') }),
				...duplicateLead(complaint),
			};
		case 'lead/capture':
			return { ...present({ LeadId: pick(inner(answer), 'Id') }), ...duplicateLead(complaint) };
		case 'activity/create':
			return activityResults(answer);
		case 'activity/createcustom':
			return { ...activityResults(answer), ...duplicateLead(complaint) };
	}
}

function activityResults(message: JsonObject): Results {
	return present({
		ActivityId: pick(inner(message), 'Id'),
		LeadId: pick(inner(message), 'RelatedId'),
	});
}

function inner(message: JsonObject): JsonObject {
	const part = parseEmbedded(pick(message, 'Message'));
	return isObject(part) ? part : {};
}

function present(values: Record<string, unknown>): Results {
	return Object.fromEntries(
		Object.entries(values).filter((entry): entry is [string, ResultValue] =>
			['string', 'number', 'boolean'].includes(typeof entry[1]),
		),
	);
}

/** A unique value that belongs to another lead is a different error from a wrong value. */
function duplicateLead(complaint: string): Results {
	return /\bMXDuplicateEntry/i.test(complaint) ? { IsDuplicate: true } : {};
}

export type CaptureOutcome = 'success' | 'failure' | 'partial';

export interface CaptureReply {
	/** undefined for an undocumented outcome. */
	outcome: CaptureOutcome | undefined;
	createdOpportunityId: string | null;
	conflictedOpportunityId: string | null;
	/** Whether LeadSquared found that the opportunity already exists. */
	isDuplicate: boolean;
	/** Whether it has an exception's name or message. */
	isException: boolean;
}

/** Documented as numbers; some accounts answer in words. */
const outcomes = new Map<string, CaptureOutcome>([
	['0', 'success'],
	['success', 'success'],
	['1', 'failure'],
	['failure', 'failure'],
	['failed', 'failure'],
	['error', 'failure'],
	['2', 'partial'],
	['partialsuccess', 'partial'],
]);

/** `PostDeDupActionPerformed` for a duplicate. */
const duplicateDetected = '3';

/** undefined when it is not the answer to a capture. */
export function readCapture(message: unknown): CaptureReply | undefined {
	if (!isObject(message)) return undefined;
	const isCapture = ['CreatedOpportunityId', 'IsUnique', 'AdditionalDetails'].some(
		(key) => pick(message, key) !== undefined,
	);
	if (!isCapture) return undefined;
	const details = detailsOf(message);
	const conflictedOpportunityId =
		[message, ...details].map((part) => pickText(part, 'ConflictedOpportunityId')).find(Boolean) ??
		null;
	const isDuplicate =
		conflictedOpportunityId !== null ||
		details.some((part) => pickText(part, 'PostDeDupActionPerformed') === duplicateDetected);
	return {
		outcome: outcomes.get(
			pickText(message, 'Status')
				.replace(/[\s_-]/g, '')
				.toLowerCase(),
		),
		createdOpportunityId: pickText(message, 'CreatedOpportunityId') || null,
		conflictedOpportunityId,
		isDuplicate,
		isException: ['ExceptionType', 'ExceptionMessage'].some((key) => pickText(message, key) !== ''),
	};
}

function detailsOf(message: JsonObject): JsonObject[] {
	const details = pick(message, 'AdditionalDetails');
	return Array.isArray(details) ? details.filter(isObject) : [];
}

function captureResults(message: JsonObject): Results {
	const capture = readCapture(message);
	if (capture === undefined) return {};
	const isUnique = pick(message, 'IsUnique');
	const activityId = detailsOf(message).map((part) => pickText(part, 'ActivityId'))[0];
	return {
		...(capture.outcome === undefined ? {} : { CaptureStatus: capture.outcome }),
		CreatedOpportunityId: capture.createdOpportunityId,
		ConflictedOpportunityId: capture.conflictedOpportunityId,
		...(typeof isUnique === 'boolean' ? { IsUnique: isUnique } : {}),
		IsDuplicate: capture.isDuplicate,
		...present({
			ActivityId: activityId || undefined,
			LeadId: pickText(message, 'RelatedProspectId') || undefined,
		}),
	};
}
