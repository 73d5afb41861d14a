// SPDX-License-Identifier: Apache-2.0
// The side panel that opens over a list and has an address of its own.
import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './panel.module.css';

export function Panel({
    opened,
    close,
    label,
    children,
}: {
    opened: boolean;
    close: () => void;
    label: string;
    children: ReactNode;
}) {
    const { t } = useTranslation();
    return (
        <Drawer
            opened={opened}
            onClose={close}
            position="right"
            size={720}
            padding={24}
            title={label}
            classNames={{
                header: classes.header ?? '',
                title: classes.title ?? '',
                content: classes.content ?? '',
                body: classes.body ?? '',
            }}
            overlayProps={{ backgroundOpacity: 0.25 }}
            transitionProps={{ duration: 160 }}
            closeButtonProps={{ 'aria-label': t('panel.close'), size: 36 }}
        >
            <div tabIndex={-1} data-autofocus className={classes.start}>
                {children}
            </div>
        </Drawer>
    );
}
