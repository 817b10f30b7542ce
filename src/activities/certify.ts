import { certify, type RunFacts } from '../domain/certificate';
import type { Hash } from '../schemas/hash';
import { Spec } from '../schemas/spec';
import type { Store } from './ports';
