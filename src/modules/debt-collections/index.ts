export { DebtCollectionsModule } from './debt-collections.module.js';
