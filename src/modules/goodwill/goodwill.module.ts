import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/index.js';
import { LedgerModule } from '../ledger/index.js';
import { SellerHoldsModule } from '../seller-holds/index.js';
import { SellersModule } from '../sellers/index.js';
import { BookGoodwill } from './book-goodwill.js';
import { DecideGoodwill } from './decide-goodwill.js';
import { GoodwillLimits } from './goodwill-limits.repository.js';
import { GoodwillQueries } from './goodwill-queries.js';
import { GoodwillController } from './goodwill.controller.js';
import { GoodwillRepository } from './goodwill.repository.js';
import { Beneficiaries, GrantGoodwill } from './grant-goodwill.js';

@Module({
  imports: [IdentityModule, LedgerModule, SellerHoldsModule, SellersModule],
  controllers: [GoodwillController],
  providers: [
    Beneficiaries,
    BookGoodwill,
    DecideGoodwill,
    GoodwillLimits,
    GoodwillQueries,
    GoodwillRepository,
    GrantGoodwill,
  ],
})
export class GoodwillModule {}
