import { Module } from '@nestjs/common';
import { FeesModule } from '../fees/index.js';
import { FeeShares } from '../orders/index.js';
import { SellersModule } from '../sellers/index.js';
import { FeeEntries } from './fee-entries.repository.js';
import { FeeInvoices } from './fee-invoices.js';
import { FeeInvoicesRepository } from './fee-invoices.repository.js';
import { InvoiceQueries } from './invoice-queries.js';
import { IssueFeeInvoices } from './issue-fee-invoices.js';
import { Parties } from './parties.js';
import { SellerFeeInvoicesController } from './seller-fee-invoices.controller.js';

@Module({
  imports: [FeesModule, SellersModule],
  controllers: [SellerFeeInvoicesController],
  providers: [FeeEntries, FeeInvoices, FeeInvoicesRepository, FeeShares, InvoiceQueries, IssueFeeInvoices, Parties],
  exports: [FeeInvoices, Parties],
})
export class FeeInvoicesModule {}
