// SPDX-License-Identifier: Apache-2.0
// What the parts of the builder hand to each other.
import type { Schemas } from '../../api/client';
import type { Path } from './definition';

export type TrialRun = Schemas['WorkflowTrialRun'];
export type Catalogue = Schemas['OperationSummary'][];
export type Chosen = { what: 'step'; path: Path } | { what: 'trigger'; index: number } | { what: 'head' };

export interface Acts {
    remove: (path: Path) => void;
    duplicate: (path: Path) => void;
    move: (path: Path, by: 1 | -1) => void;
    copy: (path: Path) => void;
    paste: (list: Path, index: number) => void;
    can_paste: () => boolean;
}
