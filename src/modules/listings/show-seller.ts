import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { Shelf } from './shelf.js';

@Injectable()
export class ShowSeller {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly shelf: Shelf,
  ) {}

  /** Shows or hides everything of a seller, as its present state demands. */
  run(sellerId: Id<'sel'>): Promise<void> {
    return this.uow.run((tx) => this.shelf.putSeller(tx, sellerId));
  }
}
