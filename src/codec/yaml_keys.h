/* SPDX-License-Identifier: MPL-2.0 */
#ifndef OMNI_CODEC_YAML_KEYS_H
#define OMNI_CODEC_YAML_KEYS_H

#include "value/map.h"

typedef enum YamlKeyOrder {
    YAML_KEYS_V2,
    YAML_KEYS_V3, /* after digits a letter comes before other characters */
} YamlKeyOrder;

/* The entries of `map` in the order go-yaml writes them: digit runs count as
 * numbers, so "a2" comes before "a10".  Borrows from the map when that is its
 * own order, else is in `arena`. */
const MapEntry *codec_yaml_sort_keys(Arena *arena, const Map *map,
                                     YamlKeyOrder order);

#endif
