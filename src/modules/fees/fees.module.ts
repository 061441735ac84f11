import { Module } from '@nestjs/common';
import { Fees } from './fees.js';
import { FeesRepository } from './fees.repository.js';

@Module({ providers: [Fees, FeesRepository], exports: [Fees] })
export class FeesModule {}
