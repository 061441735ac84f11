import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/index.js';
import { newId, UnitOfWork } from '../../platform/database/index.js';
import type { Once } from '../../platform/http/index.js';
import { BrandView, type CreateBrandDto } from './brands.dto.js';
import { BrandsRepository } from './brands.repository.js';

@Injectable()
export class CreateBrand {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly brands: BrandsRepository,
    private readonly clock: Clock,
  ) {}

  /** @throws BrandNameTaken */
  run(input: CreateBrandDto, once: Once): Promise<BrandView> {
    return once.run(this.uow, async (tx) => {
      const id = newId('brd');
      const at = this.clock.now();
      const brand = { name: input.name, aliases: input.aliases ?? [], isGated: input.isGated };
      await this.brands.insert(tx, id, brand, at);
      return BrandView.of({ ...brand, id, version: 1, createdAt: at, updatedAt: at });
    });
  }
}
