// SPDX-License-Identifier: Apache-2.0
import { IconArrowsExchange } from '@tabler/icons-react';
import type { PageRoute } from '../../parts/page/route';

export const routes: PageRoute[] = [
    {
        path: 'calls/:call?',
        open: () => import('./calls'),
        place: { at: 4.5, to: '/calls', word: 'frame.calls', Icon: IconArrowsExchange },
    },
];
