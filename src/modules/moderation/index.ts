export { Moderation } from './moderation.js';
export { ModerationModule } from './moderation.module.js';
export type { CaseInput, Screening, ScreeningInput, ScreeningOutcome, ScreeningReason } from './moderation.types.js';
export { caseDecided, type CaseDecidedPayload, type CaseDecision } from './moderation.events.js';
