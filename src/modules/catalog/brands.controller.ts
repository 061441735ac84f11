import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor, Id } from '../../kernel/index.js';
import { Access, Caller } from '../../platform/auth/index.js';
import {
  Idempotent,
  IdempotencyScope,
  IfMatch,
  NotFound,
  Once,
  PageQuery,
  StaleVersion,
  Throws,
  Versioned,
  WireId,
} from '../../platform/http/index.js';
import { AuthoriseBrand } from './authorise-brand.js';
import {
  BrandAuthorisationView,
  AuthoriseBrandDto,
  BrandPage,
  BrandView,
  CreateBrandDto,
  EditBrandDto,
} from './brands.dto.js';
import { CatalogQueries } from './catalog-queries.js';
import { AlreadyAuthorised, BrandNameTaken } from './catalog.errors.js';
import { CreateBrand } from './create-brand.js';
import { EditBrand } from './edit-brand.js';
import { RevokeAuthorisation } from './revoke-authorisation.js';

@ApiTags('catalog')
@Controller('v1/brands')
export class BrandsController {
  constructor(
    private readonly queries: CatalogQueries,
    private readonly createBrand: CreateBrand,
    private readonly editBrand: EditBrand,
    private readonly authoriseBrand: AuthoriseBrand,
    private readonly revokeAuthorisation: RevokeAuthorisation,
  ) {}

  /** List the brands by name. */
  @Get()
  @Access({ roles: ['anyone'] })
  list(@Query() query: PageQuery): Promise<BrandPage> {
    return this.queries.brandPage(query);
  }

  /** Read a brand. */
  @Get(':brandId')
  @Access({ roles: ['anyone'] })
  @Throws(NotFound)
  @Versioned()
  get(@WireId('brd', 'brandId') id: Id<'brd'>): Promise<BrandView> {
    return this.queries.brand(id);
  }

  /** Add a brand. */
  @Post()
  @Access({ roles: ['moderator'] })
  @Idempotent('optional')
  @Throws(BrandNameTaken)
  @Versioned()
  create(@Body() body: CreateBrandDto, @IdempotencyScope() once: Once): Promise<BrandView> {
    return this.createBrand.run(body, once);
  }

  /** Rename a brand, replace its aliases, or gate it. */
  @Patch(':brandId')
  @Access({ roles: ['moderator'] })
  @Throws(NotFound, StaleVersion, BrandNameTaken)
  @Versioned()
  edit(
    @WireId('brd', 'brandId') id: Id<'brd'>,
    @IfMatch() version: number,
    @Body() body: EditBrandDto,
  ): Promise<BrandView> {
    return this.editBrand.run(id, version, body);
  }

  /** Authorise a seller to list a brand. */
  @Post(':brandId/authorisations')
  @Access({ roles: ['moderator'] })
  @Idempotent('optional')
  @Throws(NotFound, AlreadyAuthorised)
  authorise(
    @Caller() actor: Actor,
    @WireId('brd', 'brandId') brandId: Id<'brd'>,
    @Body() body: AuthoriseBrandDto,
    @IdempotencyScope() once: Once,
  ): Promise<BrandAuthorisationView> {
    return this.authoriseBrand.run(actor, brandId, body, once);
  }

  /** Revoke a seller's authorisation of a brand. */
  @Post(':brandId/authorisations/:sellerId/revocation')
  @Access({ roles: ['moderator'] })
  @Idempotent('optional')
  @Throws(NotFound)
  revoke(
    @Caller() actor: Actor,
    @WireId('brd', 'brandId') brandId: Id<'brd'>,
    @WireId('sel', 'sellerId') sellerId: Id<'sel'>,
    @IdempotencyScope() once: Once,
  ): Promise<BrandAuthorisationView> {
    return this.revokeAuthorisation.run(actor, brandId, sellerId, once);
  }
}
