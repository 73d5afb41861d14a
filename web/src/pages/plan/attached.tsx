// SPDX-License-Identifier: Apache-2.0
// Whether notes and tasks of linked people are copied, which way, and what that means; out of an app that keeps health records only
// after a person has confirmed it.
import { Button, Checkbox, Modal, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { usePolicy } from './queries';
import { sideNames } from '../../parts/current_sync';
import { Section, Trouble } from '../../parts/page/page';
import classes from './plan.module.css';

type Kind = 'notes' | 'tasks';
type Direction = 'off' | 'a_to_b' | 'b_to_a' | 'both';
interface Setting {
    direction: Direction;
    existing: boolean;
    edits: boolean;
}

const of_kind = { notes: 'note', tasks: 'task' } as const;

const settingOf = (given: Schemas['AttachedPolicy'] | undefined): Setting => ({
    direction: given?.direction ?? 'off',
    existing: given?.existing === true,
    edits: given?.edits !== false,
});
const goesTo = (direction: Direction, side: 'a' | 'b') =>
    direction === 'both' || direction === (side === 'a' ? 'b_to_a' : 'a_to_b');

export function Attached({ sync }: { sync: Schemas['Sync'] }) {
    const { t } = useTranslation();
    return (
        <Section title={t('attached.title')}>
            <p className="dim">{t('attached.why')}</p>
            <div className={classes.attached}>
                <One sync={sync} kind="notes" />
                <One sync={sync} kind="tasks" />
            </div>
        </Section>
    );
}

function One({ sync, kind }: { sync: Schemas['Sync']; kind: Kind }) {
    const { t } = useTranslation();
    const names = sideNames(sync);
    const policy = usePolicy();
    const [asking, setAsking] = useState<Setting | null>(null);
    const [understood, setUnderstood] = useState(false);
    const stored = settingOf(sync.policy[kind]);
    const shown = policy.isPending ? settingOf(policy.variables.policy[kind]) : stored;
    const able = sync.attached[of_kind[kind]];
    const has = { a: able.to_a, b: able.to_b };
    const title = t(`attached.${kind}`);
    if (!has.a && !has.b) {
        return (
            <div>
                <h3>{title}</h3>
                <p className="dim">{t('attached.unavailable')}</p>
            </div>
        );
    }

    const send = (setting: Setting, confirmed: boolean) => {
        setAsking(null);
        setUnderstood(false);
        policy.mutate({ id: sync.id, policy: { [kind]: setting }, ...(confirmed ? { attached_confirmed: true } : {}) });
    };
    // What is confirmed already is not asked again, unless more goes the same way.
    const needsWord = (setting: Setting, side: 'a' | 'b') =>
        sync.attached[`confirm_to_${side}`] &&
        goesTo(setting.direction, side) &&
        !(goesTo(stored.direction, side) && setting.existing === stored.existing);
    const choose = (setting: Setting) => {
        if (needsWord(setting, 'a') || needsWord(setting, 'b')) setAsking(setting);
        else send(setting, false);
    };
    const one_way = (to: 'a' | 'b') => (to === 'a' ? { from: names.b, to: names.a } : { from: names.a, to: names.b });
    const options = [
        { value: 'off', label: t('attached.off') },
        { value: 'a_to_b', label: t('attached.one_way', one_way('b')), disabled: !has.b },
        { value: 'b_to_a', label: t('attached.one_way', one_way('a')), disabled: !has.a },
        { value: 'both', label: t('attached.both'), disabled: !has.a || !has.b },
    ];
    const said =
        shown.direction === 'off'
            ? t(`attached.${kind}_off`)
            : shown.direction === 'both'
              ? t(`attached.${kind}_both`)
              : t(`attached.${kind}_one_way`, one_way(shown.direction === 'a_to_b' ? 'b' : 'a'));
    const out_of = asking !== null && needsWord(asking, 'a') ? one_way('a') : one_way('b');
    return (
        <div>
            <NativeSelect
                label={title}
                value={shown.direction}
                disabled={policy.isPending}
                data={options}
                onChange={(event) => {
                    choose({ ...stored, direction: event.currentTarget.value as Direction });
                }}
            />
            {shown.direction !== 'off' && (
                <>
                    <Checkbox
                        mt={12}
                        checked={shown.existing}
                        disabled={policy.isPending}
                        label={t('attached.existing')}
                        onChange={(event) => {
                            choose({ ...stored, existing: event.currentTarget.checked });
                        }}
                    />
                    <Checkbox
                        mt={8}
                        checked={shown.edits}
                        disabled={policy.isPending}
                        label={t('attached.edits')}
                        onChange={(event) => {
                            choose({ ...stored, edits: event.currentTarget.checked });
                        }}
                    />
                </>
            )}
            <p className={classes.consequence} role="status">
                {said}
                {shown.direction !== 'off' && (
                    <>
                        {' '}
                        {t('attached.never_deleted')} {t('attached.slowly')}
                    </>
                )}
                {(!has.a || !has.b) && <> {t('attached.partly', { app: has.a ? names.b : names.a })}</>}
            </p>
            {policy.isError && <Trouble what={t('attached.failed')} error={policy.error} />}
            <Modal
                opened={asking !== null}
                onClose={() => {
                    setAsking(null);
                }}
                title={t(`attached.ask_${kind}`, out_of)}
                centered
                closeButtonProps={{ 'aria-label': t('panel.close') }}
            >
                <p>{t('attached.ask_why', out_of)}</p>
                <Checkbox
                    my={16}
                    checked={understood}
                    onChange={(event) => {
                        setUnderstood(event.currentTarget.checked);
                    }}
                    label={t('attached.ask_understood')}
                />
                <Button
                    fullWidth
                    disabled={!understood}
                    onClick={() => {
                        if (asking !== null) send(asking, true);
                    }}
                >
                    {t('attached.do')}
                </Button>
            </Modal>
        </div>
    );
}
