import { Module } from '@nestjs/common';
import { AuthoriseBrand } from './authorise-brand.js';
import { BrandsController } from './brands.controller.js';
import { BrandsRepository } from './brands.repository.js';
import { Catalog } from './catalog.js';
import { CatalogQueries } from './catalog-queries.js';
import { CategoriesController } from './categories.controller.js';
import { CategoriesRepository } from './categories.repository.js';
import { CreateBrand } from './create-brand.js';
import { CreateCategory } from './create-category.js';
import { EditBrand } from './edit-brand.js';
import { EditCategory } from './edit-category.js';
import { RevokeAuthorisation } from './revoke-authorisation.js';

@Module({
  controllers: [CategoriesController, BrandsController],
  providers: [
    Catalog,
    CatalogQueries,
    CategoriesRepository,
    BrandsRepository,
    CreateCategory,
    EditCategory,
    CreateBrand,
    EditBrand,
    AuthoriseBrand,
    RevokeAuthorisation,
  ],
  exports: [Catalog],
})
export class CatalogModule {}
