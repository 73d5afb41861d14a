// SPDX-License-Identifier: Apache-2.0
import { IconFlask } from '@tabler/icons-react';
import type { PageRoute } from '../../parts/page/route';

export const routes: PageRoute[] = [
    { path: 'sandbox/faults', open: () => import('./faults') },
    {
        path: 'sandbox/:person?',
        open: () => import('./sandbox'),
        place: { at: 8, to: '/sandbox', word: 'frame.sandbox', Icon: IconFlask },
    },
];
