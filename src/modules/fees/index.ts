export { Fees } from './fees.js';
export { charge, type LineBasis } from './fee-charge.domain.js';
export { FeeSheetView, LineFeesView } from './fee-sheets.dto.js';
export { takenOf, type FeeLine, type LineFees, type ListingFee } from './fees.domain.js';
export type { ShippingBeneficiary } from './sale-terms.domain.js';
export { FeesModule } from './fees.module.js';
