export { Catalog, type BrandSummary, type CategorySummary } from './catalog.js';
export { CatalogModule } from './catalog.module.js';
