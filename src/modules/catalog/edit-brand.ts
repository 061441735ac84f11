import { Injectable } from '@nestjs/common';
import { Clock, type Id } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { NotFound, StaleVersion } from '../../platform/http/index.js';
import { BrandView, type EditBrandDto } from './brands.dto.js';
import { BrandsRepository, type BrandRow } from './brands.repository.js';

@Injectable()
export class EditBrand {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly brands: BrandsRepository,
    private readonly clock: Clock,
  ) {}

  /** @throws NotFound, StaleVersion, BrandNameTaken */
  run(id: Id<'brd'>, version: number, change: EditBrandDto): Promise<BrandView> {
    return this.uow.run(async (tx) => {
      const isChanged = await this.brands.change(tx, id, version, change, this.clock.now());
      const brand: BrandRow | undefined = await this.brands.findIn(tx, id);
      if (!brand) throw new NotFound({ what: 'brand' });
      if (!isChanged) throw new StaleVersion({});
      return BrandView.of(brand);
    });
  }
}
