// SPDX-License-Identifier: Apache-2.0
// What a step, or a trigger, may be: every kind of step and the whole catalogue, searched by word and walked by keys.
import { Modal, TextInput } from '@mantine/core';
import { IconBolt, IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { useConnections } from '../../api/queries';
import { appName } from '../../parts/apps';
import { matches } from '../../parts/catalogue/values';
import classes from './builder.module.css';
import { kind_icons } from './canvas';
import { type Kind, kinds } from './definition';

type Operation = Schemas['OperationSummary'];
export type Picked = { what: 'kind'; kind: Kind } | { what: 'operation'; operation: Operation };
interface Item {
    key: string;
    group: string;
    title: string;
    help: string;
    aside: string;
    picked: Picked;
}
const shown_most = 120;
const never = new Set(['delay.marker']); // a wait is a step of its own

export function Picker({
    opened,
    is_trigger,
    catalogue,
    close,
    pick,
}: {
    opened: boolean;
    is_trigger: boolean;
    catalogue: Operation[];
    close: () => void;
    pick: (picked: Picked) => void;
}) {
    const { t } = useTranslation();
    return (
        <Modal
            opened={opened}
            onClose={close}
            title={is_trigger ? t('build.add_trigger') : t('build.add_step')}
            size={680}
            padding={20}
            closeButtonProps={{ 'aria-label': t('panel.close') }}
        >
            {opened && <Choices is_trigger={is_trigger} catalogue={catalogue} pick={pick} />}
        </Modal>
    );
}

function Choices({
    is_trigger,
    catalogue,
    pick,
}: {
    is_trigger: boolean;
    catalogue: Operation[];
    pick: (picked: Picked) => void;
}) {
    const { t } = useTranslation();
    const list = useId();
    const [wanted, setWanted] = useState('');
    const [at, setAt] = useState(0);
    const box = useRef<HTMLDivElement>(null);
    const connected = useConnections().data?.items.map((each) => each.profile);
    const all = useMemo(() => {
        const items: Item[] = [];
        if (!is_trigger)
            for (const kind of kinds)
                if (kind !== 'call')
                    items.push({
                        key: kind,
                        group: t('build.logic'),
                        title: t(`build.kind.${kind}`),
                        help: t(`build.kind_help.${kind}`),
                        aside: '',
                        picked: { what: 'kind', kind },
                    });
        const fitting = catalogue.filter((each) => (each.kind === 'trigger') === is_trigger && !never.has(each.id));
        // Lockstep's own first, then the apps that are connected, then what would have to be connected.
        const rank = (each: Operation) => (each.profile === 'general' ? 0 : connected?.includes(each.profile) === false ? 2 : 1);
        for (const each of [...fitting].sort((one, other) => rank(one) - rank(other)))
            items.push({
                key: `${each.profile}/${each.id}`,
                group: each.profile === 'general' ? 'Lockstep' : appName(each.profile),
                title: each.title,
                help: each.help,
                aside: is_trigger ? '' : t(each.effect === 'read' ? 'catalogue.reads' : 'catalogue.writes'),
                picked: { what: 'operation', operation: each },
            });
        return items;
    }, [catalogue, connected, is_trigger, t]);
    const found = all
        .filter((item) =>
            item.picked.what === 'operation'
                ? matches(item.picked.operation, wanted)
                : matches({ id: item.key, title: item.title, help: item.help, path: '' } as Operation, wanted),
        )
        .slice(0, shown_most);
    const chosen = found[Math.min(at, found.length - 1)];
    useEffect(() => {
        box.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
    }, [at, wanted]);
    const pressed = (event: KeyboardEvent) => {
        const by =
            event.key === 'ArrowDown'
                ? 1
                : event.key === 'ArrowUp'
                  ? -1
                  : event.key === 'PageDown'
                    ? 8
                    : event.key === 'PageUp'
                      ? -8
                      : 0;
        if (by !== 0) {
            event.preventDefault();
            setAt(Math.min(Math.max(at + by, 0), found.length - 1));
        } else if (event.key === 'Enter' && chosen !== undefined) {
            event.preventDefault();
            pick(chosen.picked);
        }
    };
    const option = (item: Item) => `${list}-${item.key.replace(/[^\w]/g, '-')}`;
    return (
        <>
            <TextInput
                data-autofocus
                role="combobox"
                aria-expanded
                aria-controls={list}
                aria-activedescendant={chosen === undefined ? undefined : option(chosen)}
                aria-label={t('build.search')}
                placeholder={t('build.search')}
                leftSection={<IconSearch size={16} aria-hidden />}
                value={wanted}
                onChange={(event) => {
                    setWanted(event.currentTarget.value);
                    setAt(0);
                }}
                onKeyDown={pressed}
            />
            <div ref={box} id={list} role="listbox" aria-label={t('build.search')} className={classes.choices}>
                {found.length === 0 && <p className="dim">{t('catalogue.none')}</p>}
                {found.map((item, number) => {
                    const Icon =
                        item.picked.what === 'kind' ? kind_icons[item.picked.kind] : is_trigger ? IconBolt : kind_icons.call;
                    return (
                        <div key={item.key} role="presentation">
                            {item.group !== found[number - 1]?.group && (
                                <p className={classes.group} role="presentation">
                                    {item.group}
                                </p>
                            )}
                            <div
                                id={option(item)}
                                role="option"
                                aria-selected={item === chosen}
                                className={classes.choice}
                                onClick={() => {
                                    pick(item.picked);
                                }}
                            >
                                <Icon size={16} aria-hidden />
                                <span>
                                    <b>{item.title}</b> <span className="small dim">{item.aside}</span>
                                    <br />
                                    <span className="small dim">{item.help}</span>
                                </span>
                            </div>
                        </div>
                    );
                })}
            </div>
        </>
    );
}
