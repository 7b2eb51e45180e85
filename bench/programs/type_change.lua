-- Lua has one type of numbers: floats are boxed in a table here, so that the kinds stay apart.
local n = tonumber(arg[1])
local floor = math.floor

local function step(cell, generation)
  local kind = type(cell)
  if kind == 'number' then
    if cell % 7 == 0 then return {cell / 2 + 0.25} end
    return cell + generation
  end
  if kind == 'table' then
    local f = cell[1]
    if f > 500.0 then return floor(f) % 100 end
    if f > 100.0 then return 'v' .. floor(f) end
    return {f * 1.5}
  end
  return #cell * 10 + generation
end

local cells = {}
for i = 0, n - 1 do cells[i] = i % 101 end
local total, ints, floats, strings = 0, 0, 0, 0
for generation = 1, 30 do
  for i = 0, n - 1 do
    local new = step(cells[i], generation)
    cells[i] = new
    local kind = type(new)
    if kind == 'string' then
      strings = strings + 1
    elseif kind == 'table' then
      floats = floats + 1
      total = total + new[1]
    else
      ints = ints + 1
      total = total + new
    end
  end
end
print(string.format('type_change %.4f %d %d %d', total, ints, floats, strings))
