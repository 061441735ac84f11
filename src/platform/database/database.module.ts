import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import pg from 'pg';
import { CONFIG, type RunningConfig } from '../config/index.js';
import { Db } from './db.js';
import { readInt8 } from './int8.js';
import { UnitOfWork } from './unit-of-work.js';

const INT8 = 20;

/** The connection pool and what runs SQL on it. */
@Global()
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [CONFIG],
      useFactory: (config: RunningConfig) => {
        pg.types.setTypeParser(INT8, readInt8);
        return {
          type: 'postgres' as const,
          driver: pg,
          url: config.databaseUrl,
          autoLoadEntities: true,
          synchronize: false,
          poolSize: config.poolSize,
          connectTimeoutMS: config.poolWaitMs,
          retryAttempts: 0,
          extra: {
            application_name: `souk-${config.role}`,
            idle_in_transaction_session_timeout: 10_000,
            statement_timeout: 5_000,
            lock_timeout: 2_000,
            keepAlive: true,
            pipeline: true,
            options: '-c default_transaction_isolation=read\\ committed -c plan_cache_mode=force_generic_plan',
          },
        };
      },
    }),
  ],
  providers: [Db, UnitOfWork],
  exports: [Db, UnitOfWork],
})
export class DatabaseModule {}
