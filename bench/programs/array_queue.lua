local n = tonumber(arg[1])

local function maze(size, seed)
  local rows = {}
  for y = 0, size - 1 do
    local row = {}
    for x = 0, size - 1 do
      seed = seed * 16807 % 2147483647
      row[x] = seed % 10 < 3 and '#' or '.'
    end
    rows[y] = row
  end
  rows[0][0] = '.'
  return rows
end

local steps = {{1, 0}, {0, 1}, {-1, 0}, {0, -1}}

local function furthest(maze, size)
  local distance = {[0] = 0}
  local queue = {{0, 0}}
  local head, far = 1, 0
  while head <= #queue do
    local at = queue[head]
    head = head + 1
    local x, y = at[1], at[2]
    local next = distance[y * size + x] + 1
    for _, step in ipairs(steps) do
      local nx, ny = x + step[1], y + step[2]
      local row = maze[ny]
      local what = row and row[nx]
      if what and what ~= '#' then
        local cell = ny * size + nx
        if not distance[cell] then
          distance[cell] = next
          if next > far then far = next end
          queue[#queue + 1] = {nx, ny}
        end
      end
    end
  end
  return #queue, far
end

local reached, total = 0, 0
for i = 1, n do
  local cells, far = furthest(maze(80, i * 31), 80)
  reached = reached + cells
  total = total + far
end
print('array_queue ' .. reached .. ' ' .. total)
