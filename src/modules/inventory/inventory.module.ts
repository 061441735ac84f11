import { Module } from '@nestjs/common';
import { ListingsModule } from '../listings/index.js';
import { AdjustStock } from './adjust-stock.js';
import { ExpireReservations } from './expire-reservations.js';
import { Inventory } from './inventory.js';
import { InventoryJobs } from './inventory.jobs.js';
import { OwnedVariants } from './owned-variants.js';
import { ReservationsRepository } from './reservations.repository.js';
import { StockController } from './stock.controller.js';
import { StockQueries } from './stock-queries.js';
import { StockRepository } from './stock.repository.js';

@Module({
  imports: [ListingsModule],
  controllers: [StockController],
  providers: [
    Inventory,
    InventoryJobs,
    ReservationsRepository,
    StockRepository,
    StockQueries,
    OwnedVariants,
    AdjustStock,
    ExpireReservations,
  ],
  exports: [Inventory],
})
export class InventoryModule {}
