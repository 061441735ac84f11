import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/index.js';
import { LedgerModule } from '../ledger/index.js';
import { CreditTransfersController } from './credit-transfers.controller.js';
import { CreditTransfersRepository } from './credit-transfers.repository.js';
import { DecideCreditTransfer } from './decide-credit-transfer.js';
import { ListCreditTransfers } from './list-credit-transfers.js';
import { ProposeCreditTransfer } from './propose-credit-transfer.js';

@Module({
  imports: [IdentityModule, LedgerModule],
  controllers: [CreditTransfersController],
  providers: [CreditTransfersRepository, DecideCreditTransfer, ListCreditTransfers, ProposeCreditTransfer],
})
export class CreditTransfersModule {}
