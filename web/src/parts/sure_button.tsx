// SPDX-License-Identifier: Apache-2.0
// A button for what cannot be taken back: it asks once more, in its own place, and names what happens.
import { Button, type ButtonProps, Group } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

export function SureButton({
    ask,
    sure,
    pending,
    act,
    onAsked,
    size,
}: {
    ask: string;
    sure: string;
    pending: boolean;
    act: () => void;
    onAsked?: (asked: boolean) => void; // whoever hides something beside it meanwhile
    size?: ButtonProps['size'];
}) {
    const { t } = useTranslation();
    const [asked, setAsked] = useState(false);
    const turn = (now: boolean) => {
        setAsked(now);
        onAsked?.(now);
    };
    const sized = size === undefined ? {} : { size };
    if (!asked)
        return (
            <Button
                {...sized}
                variant="default"
                onClick={() => {
                    turn(true);
                }}
            >
                {ask}
            </Button>
        );
    return (
        <Group gap="8px 12px">
            <Button {...sized} color="red" loading={pending} onClick={act}>
                {sure}
            </Button>
            <Button
                {...sized}
                variant="subtle"
                onClick={() => {
                    turn(false);
                }}
            >
                {t('connection.keep')}
            </Button>
        </Group>
    );
}
