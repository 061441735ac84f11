import { Module } from '@nestjs/common';
import { HousekeepingJobs } from './housekeeping.jobs.js';
import { Retentions } from './retention.js';

@Module({ providers: [HousekeepingJobs, Retentions] })
export class HousekeepingModule {}
