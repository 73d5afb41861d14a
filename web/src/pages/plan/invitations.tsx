// SPDX-License-Identifier: Apache-2.0
// Whether the sync may invite new clients: a setting of the sync, in sight whatever its state, and switched on only after a person
// has confirmed it, because an e-mail cannot be taken back.
import { Button, Checkbox, Modal, Switch } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { useBeginPlan, usePolicy } from './queries';
import { Section, Trouble } from '../../parts/page/page';

// Of a sync that has been started; before that it stands in the report, beside what people would notice.
export function Invitations({ sync }: { sync: Schemas['Sync'] }) {
    const { t } = useTranslation();
    return (
        <Section title={t('invitations.title')}>
            <p className="dim">
                {sync.policy.send_invitations === true ? t('report.invitations_final') : t('report.invitations_off')}
            </p>
            <InvitationSwitch sync={sync} plans={false} />
        </Section>
    );
}

// `plans`: a dry run stands on the page, and is made again under the new setting.
export function InvitationSwitch({ sync, plans }: { sync: Schemas['Sync']; plans: boolean }) {
    const { t } = useTranslation();
    const policy = usePolicy();
    const begin = useBeginPlan();
    const [asking, setAsking] = useState(false);
    const [understood, setUnderstood] = useState(false);
    const allowed = policy.isPending ? policy.variables.policy.send_invitations === true : sync.policy.send_invitations === true;
    const set = (send: boolean) => {
        setAsking(false);
        setUnderstood(false);
        const change = { id: sync.id, policy: { send_invitations: send }, ...(send ? { invitations_confirmed: true } : {}) };
        policy.mutate(change, {
            onSuccess: () => {
                if (plans) begin.mutate(sync.id);
            },
        });
    };
    return (
        <>
            <Switch
                mt={12}
                checked={allowed}
                disabled={policy.isPending}
                label={t('report.allow_invitations')}
                onChange={(event) => {
                    if (event.currentTarget.checked) setAsking(true);
                    else set(false);
                }}
            />
            {policy.isError && <Trouble what={t('report.allow_failed')} error={policy.error} />}
            <Modal
                opened={asking}
                onClose={() => {
                    setAsking(false);
                }}
                title={t('invitations.ask')}
                centered
                closeButtonProps={{ 'aria-label': t('panel.close') }}
            >
                <p>{t('invitations.ask_why')}</p>
                <Checkbox
                    my={16}
                    checked={understood}
                    onChange={(event) => {
                        setUnderstood(event.currentTarget.checked);
                    }}
                    label={t('start.ask_understood')}
                />
                <Button
                    fullWidth
                    disabled={!understood}
                    onClick={() => {
                        set(true);
                    }}
                >
                    {t('invitations.do')}
                </Button>
            </Modal>
        </>
    );
}
