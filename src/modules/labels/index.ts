export { LabelCarrier, type LabelAnswer, type LabelOrder } from './label-carrier.js';
export { LabelsModule } from './labels.module.js';
