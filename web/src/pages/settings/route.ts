// SPDX-License-Identifier: Apache-2.0
import { IconSettings } from '@tabler/icons-react';
import type { PageRoute } from '../../parts/page/route';

export const routes: PageRoute[] = [
    {
        path: 'settings',
        open: () => import('./settings'),
        place: { at: 9, to: '/settings', word: 'frame.settings', Icon: IconSettings },
    },
];
