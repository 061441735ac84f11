export { Fees } from './fees.js';
export type { FeeLine, LineFees, ShippingBeneficiary } from './fees.domain.js';
export { FeesModule } from './fees.module.js';
