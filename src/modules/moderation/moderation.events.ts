import type { Id } from '../../kernel/index.js';
import { defineEvent } from '../../platform/messaging/index.js';

/** Let it be sold, send it back to its seller for changes, or take it down. */
export type CaseDecision = 'approve' | 'require_changes' | 'remove';

export interface CaseDecidedPayload {
  readonly caseId: Id<'cas'>;
  readonly subjectType: 'listing';
  readonly subjectId: string;
  readonly decision: CaseDecision;
  /** The statement of reasons; every decision that restricts has one. */
  readonly statementId?: Id<'sta'>;
}

export const caseDecided = defineEvent<CaseDecidedPayload>('moderation.case-decided', 1);
