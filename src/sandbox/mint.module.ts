import { Module } from '@nestjs/common';
import { SellersModule } from '../modules/sellers/index.js';
import { MintController } from './mint.controller.js';
import { MintPrincipals } from './mint-principals.js';
import { MintedReferences } from './minted-references.js';

@Module({
  imports: [SellersModule],
  controllers: [MintController],
  providers: [MintPrincipals, MintedReferences],
  exports: [MintPrincipals],
})
export class MintModule {}
