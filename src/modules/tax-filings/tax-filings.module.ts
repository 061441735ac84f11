import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/index.js';
import { PayTax } from './pay-tax.js';
import { RecordTaxFiling } from './record-tax-filing.js';
import { TaxFilingQueries } from './tax-filing-queries.js';
import { TaxFilingsController } from './tax-filings.controller.js';
import { TaxFilings } from './tax-filings.repository.js';
import { TaxTurnovers } from './tax-turnover.repository.js';
import { WithdrawTaxFiling } from './withdraw-tax-filing.js';

@Module({
  imports: [LedgerModule],
  controllers: [TaxFilingsController],
  providers: [PayTax, RecordTaxFiling, TaxFilingQueries, TaxFilings, TaxTurnovers, WithdrawTaxFiling],
})
export class TaxFilingsModule {}
