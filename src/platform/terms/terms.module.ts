import { Module } from '@nestjs/common';
import { TermsDesk } from './terms-desk.js';

@Module({ providers: [TermsDesk], exports: [TermsDesk] })
export class TermsModule {}
