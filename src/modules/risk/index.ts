export { Risk } from './risk.js';
export { RiskModule } from './risk.module.js';
export type { Assessment, AssessmentInput, AssessmentReason, FactName, Facts } from './risk.types.js';
export type { Outcome } from './outcome.domain.js';
export { riskHoldOpened, riskRejected, riskReleased, type RiskHoldPayload } from './risk.events.js';
