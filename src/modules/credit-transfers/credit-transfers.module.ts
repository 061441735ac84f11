import { Module } from '@nestjs/common';
import { CompaniesModule } from '../companies/index.js';
import { IdentityModule } from '../identity/index.js';
import { LedgerModule } from '../ledger/index.js';
import { CreditOwners } from './credit-owners.js';
import { CreditTransfersController } from './credit-transfers.controller.js';
import { CreditTransfersRepository } from './credit-transfers.repository.js';
import { DecideCreditTransfer } from './decide-credit-transfer.js';
import { ListCreditTransfers } from './list-credit-transfers.js';
import { ProposeCreditTransfer } from './propose-credit-transfer.js';

@Module({
  imports: [CompaniesModule, IdentityModule, LedgerModule],
  controllers: [CreditTransfersController],
  providers: [
    CreditOwners,
    CreditTransfersRepository,
    DecideCreditTransfer,
    ListCreditTransfers,
    ProposeCreditTransfer,
  ],
})
export class CreditTransfersModule {}
