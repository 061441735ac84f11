import { Module } from '@nestjs/common';
import { HousekeepingJobs } from './housekeeping.jobs.js';

@Module({ providers: [HousekeepingJobs] })
export class HousekeepingModule {}
