export { PayoutApprovalsModule } from './payout-approvals.module.js';
